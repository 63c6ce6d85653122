/// What is refused before memory is asked for.
public enum ImageLimits {
  /// The most pixels of a picture that is read, 2^28: 16384 x 16384.
  ///
  /// A few bytes of header can ask for any amount of memory; nothing that this library restores is larger.
  public static let pixels = 1 << 28

  /// The most bytes of a file that is read, 8 GiB: the largest picture in the widest format and its header.
  static let fileBytes = 1 << 33
}
