/// The facts that the authors' releases tell only by a file's name.
struct ReleaseName {
  /// From `FDKN_8x`, `Upsampling_16x.mat`.
  private(set) var factor: Int?
  /// The standard deviation, in 0...255, of the noise of `NoiseReduction.mat`. The paper gives a variance of 0.001
  /// for samples in 0...1.
  private(set) var sigma: Float?
  /// Whether the target is added to the output: true for `Upsampling_res_8x.mat`, false for `Upsampling_8x.mat`.
  private(set) var skip: Bool?

  init(path: String) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if let match = name.wholeMatch(of: /FDKN_([0-9]{1,3})x(\.[a-z]+)?/) {
      factor = Int(match.1)
    } else if let match = name.wholeMatch(of: /Upsampling_(res_)?([0-9]{1,3})x\.mat/) {
      (factor, skip) = (Int(match.2), match.1 != nil)
    } else if let match = name.wholeMatch(of: /NoiseReduction(_res)?\.mat/) {
      (sigma, skip) = (8.06, match.1 != nil)
    }
  }
}
