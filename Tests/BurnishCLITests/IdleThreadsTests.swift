#if os(Linux)
  import CStartup
  import Foundation
  import Testing

  /// The program makes libgomp let idle threads sleep, unless the user's settings say how they wait.
  @Suite struct IdleThreadsTests {
    /// The setting that libgomp reports, such as `GOMP_SPINCOUNT = '300000'`.
    private func spins(_ environment: [String: String]) throws -> String? {
      var environment = environment
      environment["OMP_DISPLAY_ENV"] = "verbose"
      // The program borrows the entry of a variable that shells set.
      environment["PWD"] = "/"
      let outcome = try Program.run(["--version"], environment: environment)
      #expect(outcome.code == 0)
      let line = outcome.errorLines.first { $0.contains("GOMP_SPINCOUNT") }
      return line?.split(separator: "'").dropFirst().first.map(String.init)
    }

    @Test(.enabled(if: hasNoSettings)) func programAsksForShortSpins() throws {
      #expect(try spins([:]) == BURNISH_SPINS)
    }

    private static let hasNoSettings = !ProcessInfo.processInfo.environment.keys.contains {
      $0 == "GOMP_SPINCOUNT" || $0.hasPrefix("OMP_WAIT_POLICY")
    }

    @Test(.enabled(if: hasNoSettings)) func ownSettingsOfTheUserWin() throws {
      #expect(try spins(["GOMP_SPINCOUNT": "123"]) == "123")
      // libgomp's own value for this policy.
      #expect(try spins(["OMP_WAIT_POLICY": "active"]) == "30000000000")
    }
  }
#endif
