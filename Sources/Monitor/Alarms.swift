import AWSCore
import Ground
import Tracking

/// The appointment that each lane has with the timekeeper while it rests, one at most.
struct Alarms: Sendable {
  private struct Alarm: Sendable {
    var due: Moment
    var appointment: Appointment
  }

  private var booked: [PollLane: Alarm] = [:]

  /// Books, moves or cancels a lane's alarm; one that is already right stays.
  mutating func set(
    _ lane: PollLane, to due: Moment?, book: (Moment) -> Appointment
  ) {
    guard booked[lane]?.due != due else { return }
    booked[lane]?.appointment.cancel()
    booked[lane] = due.map { Alarm(due: $0, appointment: book($0)) }
  }

  /// Notes that an alarm rang; one that was moved in the meantime stays.
  mutating func rang(_ lane: PollLane, of due: Moment) {
    if booked[lane]?.due == due { booked[lane] = nil }
  }

  mutating func callOff() {
    for alarm in booked.values { alarm.appointment.cancel() }
    booked = [:]
  }
}
