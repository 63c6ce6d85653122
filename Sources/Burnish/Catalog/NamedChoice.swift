/// A choice that files name. The error for an unknown name lists the known ones.
package protocol NamedChoice: RawRepresentable, CaseIterable, Codable where RawValue == String {}

extension NamedChoice {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let choice = Self(rawValue: name) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription:
          "\"\(name)\", which is none of \(Self.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    self = choice
  }
}
