import Burnish
import BurnishCore
import BurnishTensors
import CMatIO
import Foundation
import Testing

@testable import BurnishImport

/// Kernels in MATLAB files (Scripts/golden/restoration.py).
@Suite struct KernelFileTests {
  private func path(_ name: String) throws -> String {
    try #require(Bundle.module.resourceURL).appendingPathComponent("Golden/\(name)").path
  }

  @Test func rowsAreRows() throws {
    let kernel = try BlurKernel.matlab(path("kernel.mat"))
    #expect(kernel.weights.shape == [3, 5])
    // The values 0 to 14 row by row, divided by their sum 105.
    for (index, weight) in kernel.weights.values.enumerated() {
      #expect(abs(weight - Float(index) / 105) < 1e-7)
    }
  }

  @Test func oneOfSeveralIsNamed() throws {
    let several = try path("kernels.mat")
    let failure = #expect(throws: Failure.self) { try BlurKernel.matlab(several) }
    #expect(failure?.kind == .badData && failure?.found == "2 matrices")
    #expect(failure?.wanted == "one of kernels{1}, kernels{2}")
    #expect(try BlurKernel.matlab(several, variable: "kernels{2}").weights.shape == [5, 3])
    #expect(throws: Failure.self) { try BlurKernel.matlab(several, variable: "kernels{3}") }
    let missing = #expect(throws: Failure.self) { try BlurKernel.matlab("/nowhere/k.mat") }
    #expect(missing?.kind == .noInput)
  }

  @Test(arguments: [
    ("planes", "\"kernel\", an array of 3x5x2 numbers"),
    ("complex", "\"kernel\", 3x5, which is sparse or complex or has no numbers"),
    ("sparse", "\"kernel\", 3x5, which is sparse or complex or has no numbers"),
  ])
  func whatIsNoMatrixIsSaid(name: String, found: String) throws {
    let path = try path("kernel-\(name).mat")
    for variable in [nil, "kernel"] {
      let failure = #expect(throws: Failure.self) {
        try BlurKernel.matlab(path, variable: variable)
      }
      #expect(failure?.kind == .badData && failure?.found == found)
      #expect(failure?.wanted == "a file with a matrix of real numbers")
    }
  }

  /// Files of version 7.3 that Python wrote (Scripts/golden/kernels.py). libmatio finds no class in them.
  @Test func filesOfPythonAreRead() throws {
    for (name, variable) in [
      ("kernel-h5py", nil), ("kernel-hdf5storage", nil),
      ("kernels-hdf5storage", "kernels{2}"), ("kernels-hdf5storage", "setup.kernel"),
    ] as [(String, String?)] {
      let stored = try StoredKernel.matlab(path("\(name).mat"), variable: variable)
      #expect(stored.samples.shape == [3, 5], "\(name)")
      #expect(stored.samples.values == (1...15).map { Float($0) }, "\(name)")
    }
    let several = try path("kernels-hdf5storage.mat")
    let failure = #expect(throws: Failure.self) { try StoredKernel.matlab(several) }
    #expect(failure?.wanted == "one of kernels{1}, kernels{2}, setup.kernel")
    let text = #expect(throws: Failure.self) {
      try StoredKernel.matlab(several, variable: "note")
    }
    #expect(text?.found == "\"note\", a text")
  }

  /// Nobody writes to the pipe, so its reader would wait forever. The time limit ends it.
  @Test func readingEndsWithItsBounds() throws {
    let pipe = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-pipe-\(UUID().uuidString)").path
    #expect(mkfifo(pipe, 0o600) == 0)
    defer { unlink(pipe) }
    var bounds = burnish_mat_bounds_for(10_000)
    #expect(bounds.seconds == 2 && bounds.memory < 300 << 20 && bounds.wait <= 20)
    bounds.wait = 1
    var records = burnish_mat_records()
    #expect(burnish_read_mat(pipe, bounds, &records) == BURNISH_MAT_DAMAGED)
    let message = withUnsafeBytes(of: records.message) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    #expect(message.contains("signal 14"), "\(message)")
  }
}
