import Burnish

/// Denoises several photographs at once, as a server would, with one catalog of models:
///
///     swift run ManyImages folder a.png b.png c.png
@main
struct ManyImages {
  static func main() async throws {
    guard CommandLine.arguments.count > 2 else {
      print("usage: ManyImages FOLDER IMAGE...")
      return
    }
    let folder = CommandLine.arguments[1]
    let catalog = ModelCatalog()
    try await withThrowingTaskGroup(of: String.self) { group in
      for path in CommandLine.arguments.dropFirst(2) {
        group.addTask {
          let photo = try Image.read(path)
          let model = try catalog.imageModel("rbdn", sigma: nil, channels: photo.channels)
          // Calls take turns on the engine's threads; reading and writing go on meanwhile.
          let clean = try await ImageDenoiser(model).denoised(photo, subject: path)
          let output = "\(folder)/\(path.split(separator: "/").last!)"
          try clean.write(to: output)
          return output
        }
      }
      for try await output in group { print(output) }
    }
    // The memory that is kept for the next images goes back to the system.
    MemoryCache.removeAll()
  }
}
