import Burnish
import BurnishCore

/// Tells errors apart, as a server would answer them:
///
///     swift run ErrorsByCode photo.png
@main
struct ErrorsByCode {
  static func main() async {
    for path in CommandLine.arguments.dropFirst() {
      do {
        let photo = try Image.read(path)
        let model = try ModelCatalog().imageModel("rbdn", sigma: nil, channels: photo.channels)
        let clean = try await ImageDenoiser(model).denoised(photo, subject: path)
        print("200 \(path): \(clean.width)x\(clean.height)")
      } catch {
        let status =
          switch error.kind {
          case .badData: 422
          case .noInput: 404
          case .usage: 400
          case .busy, .canceled: 503
          default: 500
          }
        print("\(status) \(error)")
      }
    }
  }
}
