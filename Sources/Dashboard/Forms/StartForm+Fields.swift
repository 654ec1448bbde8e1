import RDSExports

extension StartForm {
  /// The fields in their order on the screen.
  public static let order = Field.allCases

  /// What is wrong with the fields that the user has been in: what is still to come isn't wrong yet.
  public var visibleProblems: [FieldProblem] {
    request.problems().filter { touched.contains($0.field) }
  }

  /// The field after the one that has the focus (or before it, with -1); nil past the ends.
  func neighbour(by step: Int) -> Field? {
    guard let index = Self.order.firstIndex(of: focus) else { return nil }
    return Self.order.indices.contains(index + step) ? Self.order[index + step] : nil
  }

  /// Leaves the field that has the focus, whose problems are shown from now on.
  mutating func go(to field: Field) {
    touched.insert(focus)
    focus = field
  }

  /// Puts a text into a field, with the cursor at its end.
  mutating func set(_ field: Field, _ text: String?) { fields[field] = TextField(text ?? "") }

  /// Asks for the confirmation, or goes to the first field that has a problem.
  mutating func submit(at instant: Duration) {
    touched = Set(Self.order)
    refusal = nil
    let problems = request.problems()
    if let first = Self.order.first(where: { field in problems.contains { $0.field == field } }) {
      focus = first
    } else {
      isConfirming = true
      openedAt = instant
    }
  }
}
