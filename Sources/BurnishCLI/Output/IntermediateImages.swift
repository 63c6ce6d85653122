import BurnishCore
import BurnishImages
import Foundation

/// The intermediate images that a restoration writes into a folder: `0001.png`, `0002.png`, …
struct IntermediateImages {
  var folder: String
  /// The number of iterations from one image to the next.
  var every: Int

  /// Checks that images can be written into the folder.
  ///
  /// - Throws: ``Failure`` of the kind `cannotCreate` if there is no such folder, or no file can be made in it.
  func checkFolder() throws(Failure) {
    guard FileSystem.isFolder(folder) else {
      throw Failure(.cannotCreate, folder, found: "no folder", wanted: "an existing folder")
    }
    try AtomicFile.check(folder: folder)
  }

  /// Checks that the images replace no other file of the command.
  ///
  /// - Parameters:
  ///   - count: the number of iterations.
  ///   - inputs: the files that the command reads.
  ///   - outputs: the other files that the command writes.
  /// - Throws: ``Failure`` like `OutputFile.check(_:inputs:overwriting:)` and `OutputFile.checkDiffers(_:from:)`.
  func check(
    count: Int, inputs: [String], outputs: [String], overwriting: OverwriteOptions
  ) throws(Failure) {
    let taken = Set(outputs.map(FileSystem.name(of:)))
    for number in stride(from: every, through: count, by: every) {
      let path = path(after: number)
      // If nothing has this name yet, not even a link, only another output can have it.
      guard FileSystem.holdsName(path) || taken.contains(Self.name(after: number)) else { continue }
      try OutputFile.check(path, inputs: inputs, overwriting: overwriting)
      for output in outputs { try OutputFile.checkDiffers(path, from: output) }
    }
  }

  /// Writes an image if one is due.
  ///
  /// - Parameter iteration: the number of the finished iteration, from 1.
  /// - Throws: ``Failure`` like `Image.write(to:)`.
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
