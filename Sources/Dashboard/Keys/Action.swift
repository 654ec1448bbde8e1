/// What a key can mean. The key table gives each action its keys, places and words;
/// `State.reasonDisabled` says why one is off.
public enum Action: String, CaseIterable, Hashable, Sendable {
  case up, down, first, last, pageUp, pageDown, halfPageUp, halfPageDown
  case left, right, wide, details, zoom, closeOne
  case nextPage, previousPage, page1, page2, page3, json
  case search, nextMatch, previousMatch
  case timeline, earlier, later, now, zoomIn, zoomOut
  case filter, sort, reverse, sortLeft, sortRight
  case mark, markRange, markAll, markFailed, clearMarks
  case cancel, start, clone
  case refresh, pause, shorterInterval, longerInterval
  case nextFailed, previousFailed
  case copy, copyIdentifier, copyArn, copyLocation, copyJSON
  case copyFailure, copyStartCommand, copyDescribeCommand, copyConsole, copyAgain, openConsole
  case copyRolePolicy, copyTrustPolicy, copyKeyPolicy
  case theme, actions, help, trouble, alerts, acknowledge, acknowledgeOne, mute, overview, wall
  case events, goTo, fold, board
  case queue, hold, unqueue, queueEarlier, queueLater, enqueue
  case contexts, toggleContext, onlyContext, addContext, removeContext
  case confirm, nextField, previousField, olderText, newerText, complete
  case openList, askAgain, takeNewest, insist
  case suspend, redraw, quit, leave
}

/// Where a key is pressed.
public enum Place: String, CaseIterable, Hashable, Sendable {
  case list, details, page, contexts, timeline, events, board, queue, search, menu, pick, copy
  case form, offers, check, text, word
  case answer, dialog, help, alerts, overview
}

extension Place {
  /// What the place is called in help and README.
  public var title: String {
    switch self {
    case .list: "In the list"
    case .details: "In the details"
    case .page: "On a page of its own"
    case .contexts: "In the list of contexts"
    case .pick: "While choosing a profile or a region"
    case .timeline: "On the timeline"
    case .events: "Among all events"
    case .board: "On the board of expected runs"
    case .queue: "In the queue"
    case .search: "While typing what to search for"
    case .menu: "In a menu"
    case .copy: "In the copy menu"
    case .form: "In the form of a new export"
    case .offers: "In the list of what a field can take"
    case .check: "When asked to start an export"
    case .text: "While typing a filter"
    case .word: "Where a word has to be typed"
    case .answer: "Where AWS asks for a code"
    case .dialog: "When asked"
    case .help: "In the help"
    case .alerts: "In the menu of alerts"
    case .overview: "In the overview"
    }
  }
}
