import AWSCore
import Glibc
import Journal
import RDSExports

/// What a command says on standard error: lines for people, or where it prints JSON, one object a
/// line for programs.
struct Complaints: Sendable {
  let isJSON: Bool

  /// Something worth knowing that is no error.
  func remark(_ text: String) {
    guard isJSON else { return ThisProcess.complain(text) }
    var line = JSONLine()
    line.add("remark", text)
    write(line)
  }

  /// Says what went wrong.
  func tell(_ error: any Error) {
    guard isJSON else { return ThisProcess.complain("\(error)") }
    write(CommandError(error).json)
  }

  /// Says what is wrong with the configuration.
  func tell(of configuration: Configuration) {
    guard isJSON else { return configuration.complain() }
    for problem in configuration.problems {
      write(
        CommandError(name: "Configuration", message: problem.message, place: problem.place).json)
    }
    for problem in configuration.remarks { remark("\(problem)") }
  }

  private func write(_ line: JSONLine) { ThisProcess.write(line.text + "\n", to: STDERR_FILENO) }
}

/// An error as a program reads it.
struct CommandError: Hashable, Sendable, Error, CustomStringConvertible {
  /// AWS's code, or the kind of an error of this machine.
  var name: String
  /// What happened, in one line.
  var message: String
  /// What to do next, in one line.
  var advice: String?
  /// The task or the place that it is about.
  var place: String?
  var requestID: String?
  /// Whether the command line is wrong, not what it met.
  var isMisuse = false

  init(
    name: String, message: String, advice: String? = nil, place: String? = nil,
    requestID: String? = nil
  ) {
    self.name = name
    self.message = message
    self.advice = advice
    self.place = place
    self.requestID = requestID
  }

  init(_ error: any Error) {
    switch error {
    case let error as CommandError: self = error
    case let error as ExportTasksError: self.init(error)
    case let error as AWSError: self.init(ExportTasksError.call(error))
    case let error as QueueProblem: self.init(name: "Queue", message: error.description)
    case let error as StartRequirements.Shortage:
      self.init(name: "Shortage", message: error.description)
    default: self.init(name: "Failed", message: "\(error)")
    }
  }

  /// What is wrong with a command line, and what would be right.
  static func misuse(_ message: String, advice: String, place: String? = nil) -> CommandError {
    var error = CommandError(name: "Usage", message: message, advice: advice, place: place)
    error.isMisuse = true
    return error
  }

  private init(_ error: ExportTasksError) {
    var message = error.summary
    if case .invalid(let problems) = error, problems.count > 1 {
      message += problems.map { " --\($0.field.rawValue): \($0.message)" }.joined()
    }
    self.init(
      name: error.name, message: message, advice: error.advice, place: error.place,
      requestID: error.requestID)
  }

  var description: String {
    let text = [place, message].compactMap(\.self).joined(separator: ": ")
    return advice.map { "\(text)\n\($0)" } ?? text
  }

  var json: JSONLine {
    var line = JSONLine()
    line.add("error", name)
    line.add("message", message)
    line.add("advice", advice)
    line.add("place", place)
    line.add("requestID", requestID)
    return line
  }
}

extension ExportTasksError {
  fileprivate var name: String {
    switch self {
    case .modelled(let fault, _): fault.rawValue
    case .call(let error): error.cause.name
    case .invalid: "InvalidRequest"
    case .repeatedMarker, .listTooLong: "EndlessList"
    case .otherSite: "OtherSite"
    }
  }

  /// Where a request is wrong, or what is configured wrongly.
  fileprivate var place: String? {
    switch self {
    case .invalid(let problems): problems.first.map { "--\($0.field.rawValue)" }
    case .call(let error):
      if case .configuration(let place, _) = error.cause { place } else { nil }
    case .modelled, .repeatedMarker, .listTooLong, .otherSite: nil
    }
  }
}

extension AWSError {
  fileprivate var name: String {
    switch self {
    case .service(let fault): fault.code
    case .noCredentials: "NoCredentials"
    case .noRegion: "NoRegion"
    case .configuration: "Configuration"
    case .connection: "Connection"
    case .cancelled: "Cancelled"
    default: "Failed"
    }
  }
}
