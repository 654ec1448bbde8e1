import AWSCore
import Ground
import Journal
import Planning

extension QueueStore {
  /// The queue of the program's user.
  static func ofUser(
    _ environment: Environment, _ configuration: Configuration, timekeeper: any Timekeeper
  ) -> QueueStore {
    QueueStore(
      .ofUser(environment, size: configuration.memorySize.value), timekeeper: timekeeper,
      mask: SecretMask(environment: environment).masked)
  }
}

extension QueueRunner.Options {
  static func of(
    _ configuration: Configuration, as kind: QueueRunnerName.Kind
  ) -> QueueRunner.Options {
    QueueRunner.Options(
      kind: kind, interval: .seconds(configuration.interval.value),
      scope: configuration.queueSlots.value)
  }
}
