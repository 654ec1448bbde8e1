import AWSCore

extension ExportTaskFault {
  /// The fault of a wire code.
  ///
  /// The model's shapes end in `Fault`, but only some of its wire codes do, so both spellings count
  /// as the same.
  public init?(wireCode: String) {
    let stem = Self.stem(wireCode)
    guard let fault = Self.allCases.first(where: { Self.stem($0.rawValue) == stem }) else {
      return nil
    }
    self = fault
  }

  private static func stem(_ code: String) -> Substring {
    code.hasSuffix("Fault") ? code.dropLast("Fault".count) : code[...]
  }
}

extension ExportTasksError {
  /// Sorts a call's error: modelled faults by their wire code, everything else as it is.
  public init(_ error: AWSError) {
    if case .service(let fault) = error, let known = ExportTaskFault(wireCode: fault.code) {
      self = .modelled(known, fault)
    } else {
      self = .call(error)
    }
  }
}
