import BurnishCore
import BurnishTensors

/// The orthonormal cosine transform of images (DCT-II), in both directions, of any size.
///
/// It diagonalizes each operator that couples neighbors alike everywhere and mirrors at the borders:
/// samples half a pixel beyond an edge equal those half a pixel before it.
public struct CosineTransform: Sendable {
  public let height: Int
  public let width: Int
  private let vertical: CosineAxis
  private let horizontal: CosineAxis

  /// The number of sequences that are transformed side by side.
  private static let panel = 16

  public init(height: Int, width: Int) {
    require(height > 0 && width > 0, "there is no transform of \(width)x\(height) pixels")
    (self.height, self.width) = (height, width)
    (vertical, horizontal) = (CosineAxis(length: height), CosineAxis(length: width))
  }

  /// The coefficients
  /// `c(k, l) = s(k, H) s(l, W) Σ x(m, n) cos(π k (2m + 1) / 2H) cos(π l (2n + 1) / 2W)`
  /// with `s(0, N) = √(1/N)` and `s(k, N) = √(2/N)`.
  ///
  /// - Parameter x: `[N, C, H, W]`.
  /// - Returns: the coefficients, in the shape of `x`.
  public func forward(_ x: Tensor) -> Tensor {
    var result = x
    mapColumns(&result) { vertical.forward($0) }
    mapRows(&result, scattered: true, gathered: false) { memory, _ in horizontal.forward(memory) }
    return result
  }

  /// The images that have the given coefficients: the inverse of ``forward(_:)``, which is also its transpose.
  public func inverse(_ coefficients: Tensor) -> Tensor {
    var result = coefficients
    mapRows(&result, scattered: false, gathered: true) { memory, _ in horizontal.inverse(memory) }
    mapColumns(&result, scattered: false, gathered: true) { vertical.inverse($0) }
    return result
  }

  /// Transforms, multiplies, and transforms back.
  ///
  /// - Parameter multiply: receives the coefficients of sixteen rows, one lane per row, and the index of
  ///   the first of these rows. Lanes beyond the last row do not count.
  func filtered(
    _ x: Tensor, multiply: (UnsafeMutablePointer<ComplexLanes>, _ firstRow: Int) -> Void
  ) -> Tensor {
    var result = x
    mapColumns(&result) { vertical.forward($0) }
    mapRows(&result, scattered: true, gathered: true) { memory, row in
      horizontal.forward(memory)
      multiply(memory, row)
      horizontal.inverse(memory)
    }
    mapColumns(&result, scattered: false, gathered: true) { vertical.inverse($0) }
    return result
  }

  /// Transforms panels of columns in place.
  ///
  /// - Parameters:
  ///   - scattered: whether to write samples in the order of ``CosineAxis/place(of:)``.
  ///   - gathered: whether to read samples in that order.
  private func mapColumns(
    _ x: inout Tensor, scattered: Bool = true, gathered: Bool = false,
    _ transform: (UnsafeMutablePointer<ComplexLanes>) -> Void
  ) {
    let panels = (width + Self.panel - 1) / Self.panel
    mapPanels(&x, panels: panels, axis: vertical) { plane, panel, memory in
      let first = panel * Self.panel
      let count = min(Self.panel, width - first)
      let lanes = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: Float.self)
      for y in 0..<height {
        let target = lanes + Self.panel * (scattered ? vertical.place(of: y) : y)
        target.update(from: plane + y * width + first, count: count)
        for lane in count..<Self.panel { target[lane] = 0 }
      }
      transform(memory)
      for y in 0..<height {
        (plane + y * width + first).update(
          from: lanes + Self.panel * (gathered ? vertical.place(of: y) : y), count: count)
      }
    }
  }

  /// Transforms panels of rows in place; `transform` receives the index of their first row.
  private func mapRows(
    _ x: inout Tensor, scattered: Bool, gathered: Bool,
    _ transform: (UnsafeMutablePointer<ComplexLanes>, Int) -> Void
  ) {
    let panels = (height + Self.panel - 1) / Self.panel
    mapPanels(&x, panels: panels, axis: horizontal) { plane, panel, memory in
      let first = panel * Self.panel
      let count = min(Self.panel, height - first)
      let rows = plane + first * width
      let lanes = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: Float.self)
      for x in 0..<width {
        let target = lanes + Self.panel * (scattered ? horizontal.place(of: x) : x)
        for lane in 0..<count { target[lane] = rows[lane * width + x] }
        for lane in count..<Self.panel { target[lane] = 0 }
      }
      transform(memory, first)
      for x in 0..<width {
        let source = lanes + Self.panel * (gathered ? horizontal.place(of: x) : x)
        for lane in 0..<count { rows[lane * width + x] = source[lane] }
      }
    }
  }

  /// Calls `body` in parallel for each panel of each plane, with memory for it.
  private func mapPanels(
    _ x: inout Tensor, panels: Int, axis: CosineAxis,
    _ body: (
      _ plane: UnsafeMutablePointer<Float>, _ panel: Int,
      _ memory: UnsafeMutablePointer<ComplexLanes>
    ) -> Void
  ) {
    let shape = x.shape
    require(
      shape.count == 4 && shape[2] == height && shape[3] == width,
      "a transform of \(width)x\(height) pixels does not go with a tensor of shape \(shape)")
    x.withUnsafeMutableSamples { samples in
      let samples = samples.baseAddress!
      Parallel.forEachRange(shape[0] * shape[1] * panels) { range in
        withUnsafeTemporaryAllocation(of: ComplexLanes.self, capacity: axis.memoryCount) { memory in
          for index in range {
            let (plane, panel) = index.quotientAndRemainder(dividingBy: panels)
            body(samples + plane * height * width, panel, memory.baseAddress!)
          }
        }
      }
    }
  }
}
