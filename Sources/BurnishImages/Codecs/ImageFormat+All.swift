extension ImageFormat {
  /// One codec for each format, the most common first: messages and helps list formats in this order.
  static let codecs: [any ImageCodec.Type] = [
    PNGCodec.self, JPEGCodec.self, TIFFCodec.self, PortableMapCodec.self,
    PortableFloatMapCodec.self, NumPyCodec.self,
  ]

  /// PNG: 8 or 16 bits, with or without an opacity.
  public static var png: ImageFormat { PNGCodec.format }
  /// JPEG: 8 bits, without an opacity.
  public static var jpeg: ImageFormat { JPEGCodec.format }
  /// TIFF: 8 or 16 bits or floating point, with or without an opacity, and other bands.
  public static var tiff: ImageFormat { TIFFCodec.format }
  /// PGM for gray and PPM for color: 8 or 16 bits, without an opacity.
  public static var portableMap: ImageFormat { PortableMapCodec.format }
  /// PFM: floating point, without an opacity.
  public static var portableFloatMap: ImageFormat { PortableFloatMapCodec.format }
  /// NumPy's `.npy`: 8 or 16 bits or floating point, with or without an opacity.
  public static var numPy: ImageFormat { NumPyCodec.format }
}
