import ArgumentParser

extension Complaints {
  /// Says what went wrong.
  /// - Returns: The exit status that the command ends with.
  func end(with error: any Error) -> ExitCode {
    if let exit = error as? ExitCode { return exit }
    tell(error)
    return (error as? CommandError)?.isMisuse == true ? .validationFailure : .failure
  }
}
