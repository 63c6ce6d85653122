/// Ends the process if a condition does not hold, because the program that called has an error.
///
/// Unlike `precondition`, it prints its message to the standard error in optimized builds as well. What a user chooses
/// or a file holds is no such error; it throws a ``Failure``. In loops over samples, use `precondition`, which
/// compiles to less.
///
/// - Parameters:
///   - condition: what must hold; always evaluated.
///   - message: what was found, with shapes or numbers; made only if the condition does not hold.
@inlinable @inline(__always)
public func require(
  _ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String,
  file: StaticString = #fileID, line: UInt = #line
) {
  guard condition() else { fatalError(message(), file: file, line: line) }
}
