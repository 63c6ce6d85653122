import Burnish
import BurnishImport
import BurnishTensors

/// A kernel's file and what a user says of it.
struct KernelFile {
  var path: String
  var variable: String?
  var origin: StoredKernel.Place?
  var isTurned = false

  func load() throws(Failure) -> BlurKernel {
    let stored =
      Self.isMATLAB(path)
      ? try StoredKernel.matlab(path, variable: variable, origin: origin)
      : try StoredKernel(contentsOf: path, origin: origin)
    return try (isTurned ? stored.turned : stored).kernel()
  }

  /// What was done to a kernel, in one line; none where that is nothing.
  ///
  /// - Parameter option: what gives it another origin.
  static func notes(on kernel: BlurKernel, path: String, option: String) -> [String] {
    let adjustments = kernel.adjustments
    guard !adjustments.isEmpty else { return [] }
    let hint = adjustments.contains(where: \.concernsOrigin) ? "; \(option) names another one" : ""
    return ["\(path): " + adjustments.map(\.description).joined(separator: "; ") + hint]
  }

  static func isMATLAB(_ path: String) -> Bool { path.lowercased().hasSuffix(".mat") }
}
