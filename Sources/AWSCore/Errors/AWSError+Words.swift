extension AWSError: CustomStringConvertible {
  /// What happened, in one line.
  public var summary: String {
    switch self {
    case .service(let fault): fault.summary
    case .unreadableAnswer(let detail, let requestID):
      "AWS answered with something that can't be read: \(detail.singleLine())"
        + ServiceFault.requestWords(requestID)
    case .connection(let failure): failure.summary
    case .noCredentials: "No AWS credentials were found."
    case .noRegion: "No AWS region is set."
    case .configuration(let place, let message):
      "\(place.singleLine()): \(message.singleLine())"
    // What is needed comes first, because the place is long and a line of the screen may be short.
    case .answerNeeded(let place, let message, _):
      "\(message.singleLine()): \(place.singleLine())"
    case .loginNeeded(let profile, _, let detail):
      "Profile \"\(profile.singleLine())\": \(detail.singleLine())"
    case .resting(let cause, _): cause.summary
    case .cancelled: "The call was cancelled."
    }
  }

  /// What to do next, in one line.
  public var advice: String {
    switch self {
    case .service(let fault): fault.advice
    case .unreadableAnswer:
      "Try again; if it stays, look at what stands between here and AWS (a proxy, --endpoint-url)."
    case .connection(let failure): failure.advice
    case .noCredentials:
      "Run `aws configure`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile "
        + "with --profile or AWS_PROFILE."
    case .noRegion:
      "Set AWS_REGION, or give --region, or run `aws configure set region eu-west-1`."
    case .configuration: "Mend it there and try again."
    case .loginNeeded(_, let command, _): "Run `\(command.singleLine())`."
    case .answerNeeded(_, _, let advice): advice.singleLine()
    case .resting(let cause, _): cause.advice
    case .cancelled: "Nothing needs doing; start it again if it is still wanted."
    }
  }

  /// Summary, the places that were looked at, if any, and advice, each on its own line.
  public var description: String {
    let places: [SearchedPlace] =
      switch cause {
      case .noCredentials(let lookups), .noRegion(let lookups): lookups
      default: []
      }
    return ([summary] + places.map { "  \($0)" } + [advice]).joined(separator: "\n")
  }
}

extension SearchedPlace: CustomStringConvertible {
  public var description: String { "\(place.singleLine()): \(finding.singleLine())" }
}
