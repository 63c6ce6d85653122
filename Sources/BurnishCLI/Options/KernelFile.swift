import Burnish
import BurnishCore
import BurnishImport

/// A kernel's file and the user's options for it.
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

  /// Adds one remark on the changes made to a kernel, if there are any.
  ///
  /// - Parameter option: the option or key that sets another origin.
  static func remark(on kernel: BlurKernel, path: String, option: String) {
    let adjustments = kernel.adjustments
    guard !adjustments.isEmpty else { return }
    let hint = adjustments.contains(where: \.concernsOrigin) ? "; \(option) names another one" : ""
    Remarks.add("\(path): " + adjustments.map(\.description).joined(separator: "; ") + hint)
  }

  static func isMATLAB(_ path: String) -> Bool { path.lowercased().hasSuffix(".mat") }
}
