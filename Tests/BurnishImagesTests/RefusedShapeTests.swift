import BurnishCore
import BurnishImages
import BurnishTensors
import Testing

/// Shapes and sizes that a user can ask for and cannot have.
@Suite struct RefusedShapeTests {
  private func refusal<Result>(
    _ kind: Failure.Kind, _ words: String, _ body: () throws -> Result
  ) {
    let failure = #expect(throws: Failure.self) { _ = try body() }
    #expect(failure?.kind == kind)
    #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "none")")
  }

  @Test func imagesOfOtherShapes() throws {
    for shape in [
      [1, 4, 5, 6], [1, 2, 5, 6], [2, 3, 5, 6], [1, 3, 0, 6], [1, 3, 5, 0], [5, 6], [],
    ] {
      refusal(.badData, "photo.png: samples of the shape \(shape)") {
        try Image(samples: Tensor(zeros: shape), subject: "photo.png")
      }
    }
    let (samples, alpha) = (Tensor(zeros: [1, 3, 5, 6]), Tensor(zeros: [1, 1, 6, 5]))
    refusal(.badData, "alpha of the shape [1, 1, 6, 5]; expected [1, 1, 5, 6]") {
      try Image(samples: samples, alpha: alpha, subject: "photo.png")
    }
    let image = try Image(samples: samples, subject: "photo.png")
    #expect(image.width == 6 && image.height == 5 && image.channels == 3)
  }

  @Test func mapsOfOtherShapes() {
    let (plane, other) = (Tensor(zeros: [1, 1, 5, 6]), Tensor(zeros: [1, 1, 6, 5]))
    let three = Tensor(zeros: [1, 3, 5, 6])
    refusal(.badData, "depth.png: ") {
      try DepthMap(samples: three, unit: .meters, subject: "depth.png")
    }
    refusal(.badData, "mask") {
      try DepthMap(samples: plane, unit: .meters, valid: other, subject: "depth.png")
    }
    refusal(.usage, "marker 1.0") {
      try DepthMap(samples: plane, unit: .meters, invalidMarker: 1, subject: "depth.png")
    }
    refusal(.badData, "heights.png: ") { try HeightMap(samples: three, subject: "heights.png") }
    refusal(.badData, "m.flo: ") { try FlowField(vectors: three, subject: "m.flo") }
    refusal(.badData, "mask") {
      try FlowField(vectors: Tensor(zeros: [1, 2, 5, 6]), valid: other, subject: "m.flo")
    }
    refusal(.badData, "s.npy: ") {
      try ClassScores(samples: Tensor(zeros: [1, 0, 5, 6]), subject: "s.npy")
    }
    for (width, height) in [(2, 3), (0, 0), (-1, -5), (.max, .max)] {
      refusal(.badData, "5 labels") {
        try LabelMap(
          width: width, height: height, labels: [1, 2, 3, 4, 5], subject: "labels.png")
      }
    }
  }

  @Test func partsAndSizes() throws {
    let image = Image(samples: Tensor(repeating: 0.5, shape: [1, 1, 5, 6]))
    for (x, y, width, height) in [
      (-1, 0, 1, 1), (0, 0, 7, 1), (3, 3, 1, 3), (1, 0, .max, 1), (0, 0, 0, 1),
    ] {
      refusal(.usage, "6x5") { try image.cropped(x: x, y: y, width: width, height: height) }
    }
    for (width, height) in [(0, 1), (1, 0), (-1, -1), (.max, .max)] {
      refusal(.usage, "pixels") {
        try image.resized(height: height, width: width, kernel: .bicubic, dialect: .pillow)
      }
    }
    refusal(.usage, "antialiasing") {
      try image.resized(
        height: 2, width: 2, kernel: .bilinear, dialect: .openCV, antialias: true)
    }
    for quality in [0, 101, -1] {
      refusal(.usage, "quality of \(quality)") {
        try image.write(to: "/nonexistent/a.jpg", quality: quality)
      }
    }
    let labels = LabelMap(width: 2, height: 1, labels: [1, 2])
    refusal(.usage, "3x1") { try labels.cropped(width: 3, height: 1) }
    refusal(.usage, "factor of 0") { try labels.repeated(factor: 0) }
    refusal(.usage, "factor") { try labels.repeated(factor: .max) }
    #expect(try labels.repeated(factor: 2).labels == [1, 1, 2, 2, 1, 1, 2, 2])
  }

  @Test func contactSheets() {
    let image = Image(samples: Tensor(repeating: 0.5, shape: [1, 1, 5, 6]))
    refusal(.usage, "0 panels") { try ContactSheet([]).rendered() }
    let panel = ContactSheet.Panel(image, caption: "gray")
    refusal(.usage, "0 pixels wide") { try ContactSheet([panel], panelWidth: 0).rendered() }
    refusal(.usage, "zoom") {
      try ContactSheet([panel], zoom: .init(x: 5, y: 0, width: 2, height: 1)).rendered()
    }
    var sheet = ContactSheet([panel])
    sheet.dot = 0
    refusal(.usage, "dots of 0") { try sheet.rendered() }
  }
}
