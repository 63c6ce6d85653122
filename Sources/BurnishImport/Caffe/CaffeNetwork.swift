import BurnishCore
import BurnishTensors

/// The layers of a Caffe network with their weights.
///
/// Source: `caffe.proto` of Caffe, which defines the field numbers.
struct CaffeNetwork {
  struct Layer {
    var name = ""
    /// `Convolution`, `BatchNorm`, `ReLU`, …
    var type = ""
    /// Weights, in the order that the layer's type defines.
    var blobs: [Tensor] = []
    /// `eps` of a batch normalization.
    var epsilon: Float = 1e-5
    /// A description of a convolution's `stride`, `dilation` or `group` other than 1.
    var unusual: String?
    /// `pad` of a convolution.
    var padding = 0
    /// Whether a ReLU lets negative numbers through.
    var leaks = false
    /// The standard deviation of the noise from a `DummyData` layer.
    var noise: Float?
  }

  let file: ForeignFile
  let layers: [Layer]

  /// The maximum number of layers.
  private static let layerLimit = 10_000

  /// Reads a `NetParameter`.
  ///
  /// - Throws: ``Failure`` of the kind `badData` if it is damaged or from Caffe's first version.
  init(_ bytes: [UInt8], file: ForeignFile) throws(Failure) {
    self.file = file
    var layers: [Layer] = []
    var fields = WireField.Fields(of: ByteReader(bytes, of: file))
    while let field = try fields.next() {
      guard layers.count < Self.layerLimit else {
        throw file.unsupported(
          "more than \(Self.layerLimit) layers", wanted: "the network of an autoencoder")
      }
      switch field.number {
      case 100: layers.append(try Layer(field, file))
      case 2:
        throw file.unsupported(
          "layers in the form of Caffe's first version, which has no batch normalization",
          wanted: "a network with layers in the present form")
      default: break
      }
    }
    guard !layers.isEmpty else {
      throw file.damaged("it has no layer")
    }
    self.layers = layers
  }

  /// The first layer with a name.
  func layer(_ name: String) -> Layer? { layers.first { $0.name == name } }
}

extension CaffeNetwork.Layer {
  /// Reads a `LayerParameter`.
  fileprivate init(_ message: WireField, _ file: ForeignFile) throws(Failure) {
    var fields = message.fields
    while let field = try fields.next() {
      switch field.number {
      case 1: name = try field.text()
      case 2: type = try field.text()
      case 7: blobs.append(try Self.blob(field, file))
      case 106: try readConvolution(field)
      case 109: try readNoise(field)
      case 123: leaks = try field.last(1)?.floats().last.map { $0 != 0 } ?? false
      case 139:
        if let value = try field.last(3) { epsilon = try value.floats().last ?? epsilon }
      default: break
      }
    }
  }

  /// Reads a `ConvolutionParameter`.
  private mutating func readConvolution(_ message: WireField) throws(Failure) {
    var fields = message.fields
    while let field = try fields.next() {
      let numbers: [Int]
      switch field.number {
      case 3, 5, 6, 9, 10, 13, 14, 18: numbers = try field.integers()
      default: continue
      }
      switch field.number {
      case 3, 9, 10: padding = numbers.max() ?? 0
      case 5: if numbers.contains(where: { $0 != 1 }) { unusual = "\(numbers) groups" }
      case 18: if numbers.contains(where: { $0 != 1 }) { unusual = "a dilation of \(numbers)" }
      default: if numbers.contains(where: { $0 != 1 }) { unusual = "a stride of \(numbers)" }
      }
    }
  }

  /// Reads the `data_filler` of a `DummyDataParameter`.
  private mutating func readNoise(_ message: WireField) throws(Failure) {
    noise = try message.last(1)?.last(6)?.floats().last
  }

  /// Reads a `BlobProto`.
  private static func blob(_ message: WireField, _ file: ForeignFile) throws(Failure) -> Tensor {
    var shape: [Int]?
    // In the older format, shapes were four numbers.
    var extents: [Int: Int] = [:]
    var values: [Float] = []
    var fields = message.fields
    while let field = try fields.next() {
      switch field.number {
      case 1...4: extents[field.number] = try field.integers().last
      case 5: values += try field.floats()
      case 8: values += try field.doubles()
      case 7:
        var dimensions: [Int] = []
        var fields = field.fields
        while let field = try fields.next() {
          if field.number == 1 { dimensions += try field.integers() }
        }
        shape = dimensions
      default: break
      }
    }
    let stated = shape ?? (1...4).map { extents[$0] ?? 1 }
    let count = try file.count(of: stated, limit: values.count, "a blob")
    guard count == values.count, stated.count <= 16 else {
      throw file.damaged("a blob of shape \(stated) has \(counted(values.count, "number"))")
    }
    return Tensor(shape: stated, values: values)
  }
}
