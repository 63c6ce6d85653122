import BurnishCore

/// Chooses the directory of a TIFF file that holds the image.
///
/// A directory is a page, a mask, or a smaller version of another one (a thumbnail or pyramid level). The tags
/// NewSubfileType and SubfileType tell which (TIFF 6.0, p. 36 and 40). Cameras keep the full image in a subdirectory
/// (SubIFDs of TIFF/EP and DNG) and a thumbnail in the first directory.
struct TIFFImageChoice {
  let file: TIFFStructure
  /// The image's directory.
  let page: TIFFStructure.Directory
  /// A remark on images that are left out, or `nil`.
  let remark: String?

  /// The EXIF orientation.
  var orientation: Int { file.orientation(of: page) }

  /// The number that marks missing samples, as digits in GDAL's tag.
  var noData: String? { file.text(.noData, of: page).map { $0.filter { !$0.isWhitespace } } }

  /// The maximum number of directories that are counted.
  private static let mostDirectories = 1000

  /// - Returns: `nil` for a file without a readable directory; the decoder reports what is wrong with it.
  /// - Throws: ``Failure`` of the kind `badData` if all images are smaller versions or masks.
  init?(_ bytes: [UInt8], from path: String) throws(Failure) {
    guard let file = TIFFStructure(bytes[...]) else { return nil }
    var pages: [TIFFStructure.Directory] = []
    var (seen, place, hasMore) = (Set<Int>(), file.first, false)
    while place != 0, seen.insert(place).inserted, let directory = file.directory(at: place) {
      guard seen.count <= Self.mostDirectories else {
        hasMore = true
        break
      }
      if let page = Self.fullImage(of: directory, in: file) { pages.append(page) }
      place = directory.next
    }
    guard let page = pages.first else {
      if seen.count > 1 || file.directory(at: file.first) != nil {
        throw Failure(
          .badData, path,
          found: "each image in the file is marked as a smaller version of another, or as a mask",
          wanted: "a full image (NewSubfileType 0)")
      }
      return nil
    }
    (self.file, self.page) = (file, page)
    remark =
      pages.count > 1
      ? "the file has \(hasMore ? "more than " : "")\(pages.count) pages; the first is taken" : nil
  }

  /// The directory itself, or its largest full subdirectory if the directory is a smaller version or has fewer
  /// pixels.
  private static func fullImage(
    of directory: TIFFStructure.Directory, in file: TIFFStructure
  ) -> TIFFStructure.Directory? {
    let candidates =
      [directory]
      + file.numbers(.subdirectories, of: directory, limit: 16).compactMap {
        file.directory(at: $0)
      }
    func area(_ directory: TIFFStructure.Directory) -> Int {
      let width = file.numbers(.width, of: directory).first ?? 0
      let height = file.numbers(.height, of: directory).first ?? 0
      return width.multipliedReportingOverflow(by: height).partialValue
    }
    let full = candidates.filter { isFull($0, in: file) }
    guard var best = full.first else { return nil }
    for other in full.dropFirst() where area(other) > area(best) { best = other }
    return best
  }

  private static func isFull(_ directory: TIFFStructure.Directory, in file: TIFFStructure) -> Bool {
    // Bit 0 marks a smaller version, bit 2 a mask. In the older tag, 2 marks a smaller version.
    if let type = file.numbers(.newSubfileType, of: directory).first { return type & 5 == 0 }
    return file.numbers(.subfileType, of: directory).first != 2
  }
}
