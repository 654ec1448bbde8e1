import RDSExports

/// An error from AWS, or on the way there, in one line for a person.
func words(for error: ExportTasksError) -> String {
  if case .invalid(let problems) = error, let first = problems.first { return first.message }
  return String(describing: error)
}
