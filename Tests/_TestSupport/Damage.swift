import BurnishTensors
import Foundation

/// Damages a file in one of five ways: flipped bits, a missing end, extreme numbers in the header, a
/// range of noise, or a repeated range.
public func damage(_ bytes: inout [UInt8], using random: inout RandomNumbers) {
  func below(_ limit: Int) -> Int { Int(random.next() % UInt64(max(1, limit))) }
  switch below(5) {
  case 0:
    for _ in 0...below(20) {
      let place = below(bytes.count)
      bytes[place] ^= 1 << UInt8(below(8))
    }
  case 1: bytes.removeLast(1 + below(bytes.count - 1))
  case 2:
    // In the header, with numbers that often break sizes.
    for _ in 0...below(4) {
      let extremes: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, UInt8(below(256))]
      bytes[min(bytes.count - 1, 2 + below(60))] = extremes[below(6)]
    }
  case 3:
    let start = below(bytes.count)
    let end = min(bytes.count, start + 1 + below(40))
    for place in start..<end { bytes[place] = UInt8(below(256)) }
  default:
    let start = below(bytes.count)
    let piece = Array(bytes[start..<min(bytes.count, start + 1 + below(30))])
    bytes.insert(contentsOf: piece, at: below(bytes.count))
  }
}

/// The peak memory of the process, in bytes.
public func peakMemory() -> Int {
  var usage = rusage()
  #if os(Linux)
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss << 10
  #else
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss
  #endif
}
