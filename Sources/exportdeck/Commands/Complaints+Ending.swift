import ArgumentParser
import RDSExports

extension Complaints {
  /// Says what went wrong.
  /// - Returns: The exit status that the command ends with.
  func end(with error: any Error) -> any Error {
    switch error {
    case is ExitCode: return error
    // The parser's own words go with how the command is used.
    case is ValidationError, is CleanExit: return error
    default: break
    }
    tell(error)
    // What the command line leaves out is wrong use of it.
    if case .invalid = error as? ExportTasksError { return ExitCode.validationFailure }
    return (error as? CommandError)?.isMisuse == true
      ? ExitCode.validationFailure : ExitCode.failure
  }
}
