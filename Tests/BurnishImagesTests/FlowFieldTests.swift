import BurnishCore
import BurnishImages
import BurnishTensors
import Testing
import _TestSupport

/// Flow files, compared with those that OpenCV writes (`Scripts/golden/flow.py`).
@Suite struct FlowFieldTests {
  /// The formula of the script.
  private static let vectors = Tensor(
    shape: [1, 2, 5, 7],
    values: (0..<35).map { 0.25 * Float($0 % 7) - 0.5 * Float($0 / 7) }
      + (0..<35).map { Float($0 % 7 * ($0 / 7)) / 8 })

  @Test func readsWhatOpenCVWrites() throws {
    let flow = try FlowField.read(golden("flow.flo"))
    #expect(flow.width == 7 && flow.height == 5 && flow.valid == nil)
    #expect(flow.vectors.values == Self.vectors.values)
  }

  @Test func writesWhatOpenCVWrites() throws {
    try withTemporaryFolder { folder in
      try FlowField(vectors: Self.vectors).write(to: "\(folder)/out.flo")
      #expect(try load("\(folder)/out.flo") == load(golden("flow.flo")))
      #expect(try files(in: folder) == ["out.flo"])
    }
  }

  @Test func unknownVectorsAreGaps() throws {
    let flow = try FlowField.read(golden("flow-gaps.flo"))
    let gaps = [1 * 7 + 2, 3 * 7 + 0, 4 * 7 + 6]
    let mask = try #require(flow.valid).values
    #expect(mask.indices.filter { mask[$0] == 0 } == gaps)
    for (index, value) in flow.vectors.values.enumerated() {
      #expect(value == (gaps.contains(index % 35) ? 0 : Self.vectors.values[index]))
    }
    let filled = flow.vectorsWithGapsFilled().values
    // Of several equally near neighbors, the upper one is used.
    #expect(filled[9] == Self.vectors.values[2] && filled[35 + 9] == Self.vectors.values[35 + 2])
    try withTemporaryFolder { folder in
      try flow.write(to: "\(folder)/out.flo")
      let again = try FlowField.read("\(folder)/out.flo")
      #expect(again.vectors.values == flow.vectors.values)
      #expect(again.valid?.values == flow.valid?.values)
    }
  }

  @Test func aComponentOfABillionIsUnknown() {
    let vectors = Tensor(
      shape: [1, 2, 1, 4],
      values: [1e9, 3, Float(1e9).nextDown, 4, 1, -1e9, 2, 5])
    let flow = FlowField(vectors: vectors)
    #expect(flow.valid?.values == [0, 0, 1, 1])
  }

  /// The channels are `64 u + 32768`, `64 v + 32768`, and a validity flag, as in KITTI's readme.
  @Test func readsAndWritesKITTI() throws {
    let codes: [[Float]] = [[32768 + 64, 32768 - 224, 0], [32768, 32768 + 96, 65535], [1, 1, 0]]
    try withTemporaryFolder { folder in
      try Image(
        samples: Tensor(shape: [1, 3, 1, 3], values: codes.flatMap { $0 }.map { $0 / 65535 }),
        sampleFormat: .uint16
      ).write(to: "\(folder)/kitti.png")
      let flow = try FlowField.read("\(folder)/kitti.png")
      #expect(flow.vectors.values == [1, -3.5, 0, 0, 1.5, 0] && flow.valid?.values == [1, 1, 0])
      try flow.write(to: "\(folder)/again.png")
      let again = try FlowField.read("\(folder)/again.png")
      #expect(
        again.vectors.values == flow.vectors.values && again.valid?.values == flow.valid?.values)
      let fast = FlowField(vectors: Tensor(shape: [1, 2, 1, 1], values: [600, 0]))
      #expect(failure { try fast.write(to: "\(folder)/fast.png") }?.found.contains("600") == true)
      try Image(samples: Tensor(repeating: 0.5, shape: [1, 3, 2, 2])).write(
        to: "\(folder)/photo.png")
      #expect(
        failure { _ = try FlowField.read("\(folder)/photo.png") }?.found.contains("8-bit") == true)
    }
  }

  @Test func readsAndWritesArraysOfEitherOrder() throws {
    var vectors = Self.vectors
    vectors.withUnsafeMutableSamples { $0[3] = .nan }
    for isPlanar in [false, true] {
      var flow = FlowField(vectors: vectors)
      flow.isPlanar = isPlanar
      try withTemporaryFolder { folder in
        try flow.write(to: "\(folder)/out.npy")
        let extents = NumPyPlanes.extents("\(folder)/out.npy")
        #expect(extents == (isPlanar ? [2, 5, 7] : [5, 7, 2]))
        let again = try FlowField.read("\(folder)/out.npy")
        #expect(again.isPlanar == isPlanar && again.vectors.values == flow.vectors.values)
        #expect(again.valid?.values == flow.valid?.values)
        let member = ZipBuilder.Member("flow.npy", deflated: try load("\(folder)/out.npy"))
        try store(ZipBuilder.archive([member]), "\(folder)/out.npz")
        let packed = try FlowField.read("\(folder)/out.npz")
        #expect(packed.isPlanar == isPlanar && packed.vectors.values == flow.vectors.values)
      }
    }
  }

  @Test func badFilesAreRefused() throws {
    let good = try load(golden("flow.flo"))
    func changed(_ place: Int, _ bytes: [UInt8]) -> [UInt8] {
      var copy = good
      copy.replaceSubrange(place..<place + bytes.count, with: bytes)
      return copy
    }
    let nan: [UInt8] = [0, 0, 0xC0, 0x7F]
    let cases: [([UInt8], String)] = [
      ([], "begin"), (Array(good.prefix(11)), "begin"), (changed(0, [0]), "begin"),
      (Array("PIEH, a text and no flow".utf8), "size"),
      (good.dropLast(), "truncated"), (Array(good.prefix(12)), "truncated"), (good + [0], "longer"),
      (changed(4, [0, 0, 0, 0]), "size of 0x5"), (changed(8, [255, 255, 255, 255]), "7x-1"),
      (changed(4, [0, 0, 0, 64, 0, 0, 0, 64]), "1073741824x1073741824"),
      (Array(good.prefix(12)) + (0..<70).flatMap { _ in nan }, "known"),
    ]
    try withTemporaryFolder { folder in
      for (bytes, mention) in cases {
        try store(Array(bytes), "\(folder)/bad.flo")
        let failure = failure { _ = try FlowField.read("\(folder)/bad.flo") }
        #expect(failure?.kind == .badData && failure?.subject == "\(folder)/bad.flo")
        #expect(failure?.found.contains(mention) == true, "\(failure?.description ?? "")")
      }
      #expect(failure { _ = try FlowField.read("\(folder)/none.flo") }?.kind == .noInput)
    }
  }
}
