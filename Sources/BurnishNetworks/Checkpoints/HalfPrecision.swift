/// Converts 16-bit floating-point numbers from and to bits. `Float16` does not exist on every platform.
enum HalfPrecision {
  /// The exact value of the IEEE 754 binary16 number with the bits `bits`.
  static func float(binary16 bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let magnitude = UInt32(bits & 0x7fff) << 13
    // Selections instead of branches let a loop process several numbers at once. The exponent's bias changes from
    // 15 to 127. The exponent of infinities and NaNs stays all ones.
    let isFinite = magnitude < 0x0f80_0000
    let normal = magnitude &+ (isFinite ? 112 << 23 : 224 << 23)
    // Zero and subnormal numbers are multiples of 2^-24: add them to 2^-14, then subtract 2^-14.
    let subnormal = Float(bitPattern: magnitude &+ 113 << 23) - 0x1p-14
    return Float(bitPattern: sign | (magnitude < 0x0080_0000 ? subnormal.bitPattern : normal))
  }

  /// The exact value of the bfloat16 number with the bits `bits`, the upper half of a `Float`.
  static func float(bfloat16 bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

  /// The bits of the IEEE 754 binary16 number nearest to `value`, ties to even. Magnitudes of 65520 and
  /// above become infinite; NaN stays NaN.
  static func binary16(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let sign = UInt16(truncatingIfNeeded: bits >> 16) & 0x8000
    let magnitude = bits & 0x7fff_ffff
    if magnitude > 0x7f80_0000 { return sign | 0x7e00 }
    // 65520 is halfway between the largest finite number, 65504, and the next number in the sequence.
    if magnitude >= 0x477f_f000 { return sign | 0x7c00 }
    if magnitude < 0x3880_0000 {
      // Below 2^-14, results are multiples of 2^-24, which is the last place of 0.5. This sum rounds to it.
      let rounded = Float(bitPattern: magnitude) + 0.5
      return sign | UInt16(truncatingIfNeeded: rounded.bitPattern &- Float(0.5).bitPattern)
    }
    // The exponent's bias changes from 127 to 15. The sum adds just below half a unit, or half a unit if the last
    // place is odd. It carries exactly where rounding to nearest even goes up.
    let odd = (magnitude >> 13) & 1
    let rounded = magnitude &- (112 << 23) &+ 0xfff &+ odd
    return sign | UInt16(truncatingIfNeeded: rounded >> 13)
  }
}
