import BurnishCore

/// The file formats of other programs from which weights are read.
enum ForeignFormat: Sendable, Hashable {
  /// The format of `torch.save` since PyTorch 1.6: a zip archive.
  case torchArchive
  /// The older format of `torch.save`, still available as an option: a series of pickles.
  case torchPickles
  /// The safetensors format, without a card of this program.
  case safetensors
  /// The format of MATLAB's `save`, version 5 or 7.3: a network of MatConvNet.
  case matlab
  /// A `NetParameter` of Caffe, in the wire format of Protocol Buffers.
  case caffe

  /// The format of a file that starts with `bytes`.
  ///
  /// Protocol Buffers have no signature, so Caffe files are recognized by the file extension.
  init?(signatureOf bytes: [UInt8], path: String) {
    if ZipArchive.isArchive(bytes) {
      self = .torchArchive
    } else if bytes.count > 1, bytes[0] == 0x80, (2...5).contains(bytes[1]) {
      self = .torchPickles
    } else if bytes.starts(with: Array("MATLAB ".utf8)) {
      self = .matlab
    } else if bytes.count > 8, bytes[8] == UInt8(ascii: "{"), bytes[6..<8].allSatisfy({ $0 == 0 }) {
      // The length of the header comes first.
      self = .safetensors
    } else if path.lowercased().hasSuffix(".caffemodel") {
      self = .caffe
    } else {
      return nil
    }
  }

  /// A description of a whole file in this format.
  var description: String {
    switch self {
    case .torchArchive, .torchPickles: "a PyTorch state dict as torch.save writes it"
    case .safetensors: "a safetensors file"
    case .matlab: "a MATLAB file of version 5 or 7.3"
    case .caffe: "a Caffe model"
    }
  }

  /// A description of all formats.
  static let all =
    "a PyTorch state dict (torch.save or safetensors), a MatConvNet network (.mat) or a Caffe model (.caffemodel)"
}
