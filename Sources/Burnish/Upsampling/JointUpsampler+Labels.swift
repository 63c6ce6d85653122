import BurnishFilters
import BurnishImages
import BurnishTensors

extension JointUpsampler {
  /// The class numbers at the guide's size.
  ///
  /// Class numbers are not levels. Each class's mask is enlarged and filtered separately, and a
  /// pixel takes the class with the maximum value. The result thus holds only numbers of classes.
  /// Only the surroundings of each class are filtered, one class at a time. Memory and time thus do
  /// not grow with the number of classes alone.
  /// - Parameters:
  ///   - labels: the class numbers; a palette stays.
  ///   - guide: as in ``upsampledBlocking(_:guide:scales:subject:progress:)``, and so is `progress`.
  ///   - subject: the labels' file, named in errors.
  /// - Throws: the errors of ``upsampledBlocking(_:guide:scales:subject:progress:)``.
  public func upsampledBlocking(
    _ labels: LabelMap, guide: Image, subject: String = "classes",
    progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> LabelMap {
    let factor = try Self.factor(
      width: labels.width, height: labels.height, guide: guide, subject: subject)
    try guide.checkLight(subject: "guide")
    let guide = guide.seenByFilters().image
    let whole = try labels.repeated(factor: factor)
    let parts = parts(of: labels, factor: factor)
    guard parts.count > 1 else { return whole }
    var winners = whole.labels
    var maximum = [Float](repeating: -.infinity, count: winners.count)
    for (index, part) in parts.enumerated() {
      let scores = try upsampledBlocking(
        part.mask(in: labels), guide: part.enlarged(factor).cut(of: guide),
        scales: [NetworkScale(range: 0...1)], subject: subject
      ) { share in progress((Double(index) + share) / Double(parts.count)) }
      let place = part.enlarged(factor)
      scores.withUnsafeSamples { scores in
        var source = 0
        for y in place.rows {
          for target in y * guide.width + place.columns.lowerBound..<y * guide.width
            + place.columns.upperBound
          {
            if scores[source] > maximum[target] {
              (maximum[target], winners[target]) = (scores[source], part.label)
            }
            source += 1
          }
        }
      }
    }
    return LabelMap(
      width: guide.width, height: guide.height, labels: winners, palette: labels.palette)
  }

  /// The surroundings of each class, sorted by class number. They extend as far as enlargement and
  /// filter carry the mask.
  private func parts(of labels: LabelMap, factor: Int) -> [LabelPart] {
    var boxes: [UInt16: (rows: Range<Int>, columns: Range<Int>)] = [:]
    for y in 0..<labels.height {
      for x in 0..<labels.width {
        let label = labels.labels[y * labels.width + x]
        guard let box = boxes[label] else {
          boxes[label] = (y..<y + 1, x..<x + 1)
          continue
        }
        boxes[label] = (
          box.rows.lowerBound..<y + 1,
          min(box.columns.lowerBound, x)..<max(box.columns.upperBound, x + 1)
        )
      }
    }
    // Enlargement reads two samples on each side.
    let margin = (model.filter.reach + factor - 1) / factor + 2
    let alignment = model.filter.alignment
    func widened(_ range: Range<Int>, _ extent: Int) -> Range<Int> {
      max(0, range.lowerBound - margin) / alignment
        * alignment..<min(extent, range.upperBound + margin)
    }
    return boxes.keys.sorted().map { label in
      LabelPart(
        label: label, rows: widened(boxes[label]!.rows, labels.height),
        columns: widened(boxes[label]!.columns, labels.width))
    }
  }
}

/// A class and the rectangle in which to filter its mask.
private struct LabelPart {
  let label: UInt16
  let rows, columns: Range<Int>

  func enlarged(_ factor: Int) -> LabelPart {
    LabelPart(
      label: label, rows: rows.lowerBound * factor..<rows.upperBound * factor,
      columns: columns.lowerBound * factor..<columns.upperBound * factor)
  }

  /// 1 for pixels of the class and 0 elsewhere.
  func mask(in labels: LabelMap) -> Tensor {
    Tensor(
      shape: [1, 1, rows.count, columns.count],
      values: rows.flatMap { y in
        columns.map { labels.labels[y * labels.width + $0] == label ? 1 : 0 }
      })
  }

  func cut(of image: Image) -> Image {
    Image(
      samples: image.samples.cropped(rows: rows, columns: columns), sampleFormat: image.sampleFormat
    )
  }
}
