import Burnish

/// Sharpens a photograph that a camera's motion blurred, by a kernel made in code:
///
///     swift run KernelInCode shaken.png 9 sharp.png
@main
struct KernelInCode {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let length = Int(arguments[2]), length > 0 else {
      print("usage: KernelInCode IMAGE PIXELS OUTPUT")
      return
    }
    // Each pixel is the mean of its row's next ones.
    let kernel = try BlurKernel(Tensor(repeating: 1, shape: [1, length]))
    let photo = try Image.read(arguments[1])
    let restorer = ImageRestorer(Splitting(prior: try ModelCatalog().prior()))
    let sharp = try await restorer.restored(photo, subject: arguments[1]) { samples in
      try .deblurring(samples, kernel: kernel, border: .valid, sigma: 2)
    }
    try sharp.image.write(to: arguments[3])
    print("\(arguments[3]): \(sharp.iterations.count) iterations")
  }
}
