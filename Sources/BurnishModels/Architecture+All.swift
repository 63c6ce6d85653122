extension Architecture {
  /// The hyperparameters of every network that recipes and weight files may name.
  public static let known: [any ArchitectureHyperparameters.Type] = [
    FDKN.Hyperparameters.self,
    DKN.Hyperparameters.self,
    DJF.Hyperparameters.self,
    DenoisingAutoencoder.Hyperparameters.self,
    DeepAM.Hyperparameters.self,
    RBDN.Hyperparameters.self,
    JointDeepAM.Hyperparameters.self,
  ]
}
