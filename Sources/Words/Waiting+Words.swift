import Ground
import Tracking

extension Waiting {
  /// `waiting for …, 60 s at most`
  public var words: String { "waiting for \(Format.line(what)), \(limitWords) at most" }

  private var limitWords: String {
    limit.seconds < 120 ? "\(Int(limit.seconds.rounded(.up))) s" : Format.duration(limit.seconds)
  }
}
