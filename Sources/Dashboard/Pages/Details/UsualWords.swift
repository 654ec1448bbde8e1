import FoundationEssentials
import Tracking
import Words

/// What is told of a task's end, and of the runs before it.
extension Facts {
  func forecast(_ task: TrackedTask) -> Forecast? {
    task.forecast(at: serverNow(task.siteID), known: knownNow(task.siteID))
  }

  /// `13:05`, or `13:05 (12:50 to 13:20)` where it goes by what is usual.
  func span(_ forecast: Forecast) -> String {
    let end = timeToday(forecast.end)
    guard forecast.basis == .usual else { return end }
    let (earliest, latest) = (timeToday(forecast.earliest), timeToday(forecast.latest))
    return earliest == latest ? end : "\(end) (\(earliest) to \(latest))"
  }

  /// `50 m · 212 GB · from 14 runs of nightly-orders-…`
  func words(_ usual: Usual, of task: TrackedTask) -> String {
    var words = [Format.duration(usual.duration)]
    if let size = usual.size, size.median >= 1 {
      words.append(Format.data(gigabytes: Int(size.median)))
    }
    if let starting = usual.starting {
      words.append("\(Format.duration(starting.median)) to start")
    }
    let name = task.seriesName
    let runs = counted(usual.runs, "run", "runs")
    words.append(
      "from \(runs) of "
        + Format.line(usual.isOfSource ? name.source : name.pattern).replacing("*", with: "…"))
    return words.joined(separator: " · ")
  }
}
