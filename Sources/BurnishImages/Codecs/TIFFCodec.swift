import BurnishCore
import CImageCodecs

/// TIFF: gray, palettes, RGB, YCbCr, CMYK and L*a*b*, of 1 to 32 bits and floating point, and further bands.
///
/// Read in any layout and compression that libtiff knows, the first full picture of a file, turned upright;
/// CMYK and L*a*b* come out in sRGB. Written deflated, as gray or RGB of 8 or 16 bits or 32-bit floating point.
enum TIFFCodec {
  static func decode(
    _ bytes: [UInt8], from path: String, pixels: Int
  ) throws(Failure) -> RawPicture {
    let choice = try TIFFPictureChoice(bytes, from: path)
    let directory = UInt64(choice?.page.offset ?? 0)
    var picture = try SystemCodec.decode(bytes, from: path, pixels: pixels) {
      burnish_decode_tiff($0, $1, $2, directory, $3)
    }
    if let choice, picture.sampleFormat == .float32 {
      // Whole numbers if it does not say, or says so with or without a sign.
      let kind = choice.file.numbers(.sampleFormat, of: choice.page).first ?? 1
      picture.holdsWholeNumbers = kind == 1 || kind == 2
      picture.noData = choice.noData.flatMap { Float($0) }
    }
    if let remark = choice?.remark { picture.remarks.append(remark) }
    return picture.oriented(choice?.orientation ?? 1)
  }

  static func encode(_ picture: RawPicture, to path: String) throws(Failure) -> [UInt8] {
    let profile = try picture.profileForOthers(path)
    return try SystemCodec.encode(picture, to: path, profile: profile) {
      samples, type, profile, result in
      burnish_encode_tiff(
        samples, UInt32(picture.width), UInt32(picture.height), UInt32(picture.channels),
        UInt32(picture.colors), picture.hasAlpha ? 1 : 0, type, profile, result)
    }
  }
}
