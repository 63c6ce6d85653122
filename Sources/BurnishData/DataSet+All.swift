// All data sets by type of sample, in the order of help.

extension DepthSample {
  public static var dataSets: [DataSet<DepthSample>] { [.middlebury, .lu, .nyu, .rgbdd] }
}

extension LabeledSample {
  public static var dataSets: [DataSet<LabeledSample>] { [.nyu] }
}

extension SaliencySample {
  public static var dataSets: [DataSet<SaliencySample>] { [.saliency] }
}

extension NearInfraredSample {
  public static var dataSets: [DataSet<NearInfraredSample>] { [.nir] }
}

extension FaceSample {
  public static var dataSets: [DataSet<FaceSample>] { [.faces] }
}

extension GrayImage {
  public static var dataSets: [DataSet<GrayImage>] { [.bsd68, .set12] }
}

extension ColorImage {
  public static var dataSets: [DataSet<ColorImage>] { [.set14, .kodak24] }
}

extension RestorationSample {
  public static var dataSets: [DataSet<RestorationSample>] { [.set5, .set14, .levin, .kodak24] }
}
