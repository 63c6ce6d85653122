import Burnish
import BurnishTensors
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
    // 0 to 14 row by row, of the sum 105.
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
}
