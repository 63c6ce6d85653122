import BurnishCore
import BurnishImages
import Foundation

/// The images that a restoration leaves in a folder on its way: `0001.png`, `0002.png`, …
struct IntermediateImages {
  var folder: String
  /// How many iterations lie between two of them.
  var every: Int

  /// Sees that images can be written into the folder.
  ///
  /// - Throws: ``Failure`` of the kind `cannotCreate` where there is no such folder, or no file can be made in it.
  func checkFolder() throws(Failure) {
    guard FileSystem.isFolder(folder) else {
      throw Failure(.cannotCreate, folder, found: "no folder", wanted: "an existing folder")
    }
    try AtomicFile.check(folder: folder)
  }

  /// Sees that none of the images replaces what it must not.
  ///
  /// - Parameters:
  ///   - count: of the iterations.
  ///   - inputs: files that are read.
  ///   - outputs: the other files that are written.
  /// - Throws: ``Failure`` as `OutputFile.check(_:inputs:overwriting:)` and `OutputFile.checkDiffers(_:from:)`.
  func check(
    count: Int, inputs: [String], outputs: [String], overwriting: OverwriteOptions
  ) throws(Failure) {
    let taken = Set(outputs.map(FileSystem.name(of:)))
    for number in stride(from: every, through: count, by: every) {
      let path = path(after: number)
      // A name that nothing has yet, not even a link, can only be that of another output.
      guard FileSystem.holdsName(path) || taken.contains(Self.name(after: number)) else { continue }
      try OutputFile.check(path, inputs: inputs, overwriting: overwriting)
      for output in outputs { try OutputFile.checkDiffers(path, from: output) }
    }
  }

  /// Writes an image if one is due.
  ///
  /// - Parameter iteration: the number of the iteration that was done, from 1 on.
  /// - Throws: ``Failure`` as `Image.write(to:)`.
  func write(_ image: () -> Image, after iteration: Int) throws(Failure) {
    if iteration % every == 0 { try image().write(to: path(after: iteration)) }
  }

  private func path(after iteration: Int) -> String {
    FileSystem.path(Self.name(after: iteration), in: folder)
  }

  private static func name(after iteration: Int) -> String {
    String(format: "%04d.png", iteration)
  }
}
