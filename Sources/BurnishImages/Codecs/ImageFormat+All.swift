extension ImageFormat {
  /// One codec for each format, the most common first: messages and helps list formats in this order.
  static let codecs: [any ImageCodec.Type] = [
    PNGCodec.self, JPEGCodec.self, TIFFCodec.self, PortableMapCodec.self,
    PortableFloatMapCodec.self, NumPyCodec.self,
  ]
}
