import RDSExports

/// An action as the events tell it.
extension ExportAction {
  public var sent: Event.Kind {
    switch self {
    case .start: .startSent
    case .cancel: .cancelSent
    }
  }

  /// - Parameter status: That AWS answered, in its own word.
  public func accepted(_ status: String?) -> Event.Kind {
    switch self {
    case .start: .startAccepted(status: status)
    case .cancel: .cancelAccepted(status: status)
    }
  }

  /// - Parameter reason: In a line for a person.
  public func refused(because reason: String) -> Event.Kind {
    switch self {
    case .start: .startRefused(because: reason)
    case .cancel: .cancelRefused(because: reason)
    }
  }
}

extension ActionRecord {
  /// What is known of an action before it is sent.
  /// - Parameter known: The task as it was seen before, of a cancel.
  public init(_ action: ExportAction, by means: Means?, known: ExportTask? = nil) {
    self.init(means: means)
    switch action {
    case .start(let request): parameters = Parameters(request)
    case .cancel:
      percent = known?.percentProgress
      gigabytes = known?.totalExtractedDataInGB
    }
  }
}
