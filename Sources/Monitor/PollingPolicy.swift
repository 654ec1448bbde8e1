import Tracking

/// The plan's policy, under the name that what starts a poller uses.
public typealias PollingPolicy = Tracking.PollingPolicy
