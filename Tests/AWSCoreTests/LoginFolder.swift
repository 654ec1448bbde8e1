import Foundation
import Support
import Synchronization

@testable import AWSCore

/// The folders of cached logins in memory; other tools write into them, too.
final class LoginFolder: FileAccess {
  private struct State {
    var files: [String: [UInt8]] = [:]
    var failures: [String: String] = [:]
    var reads = 0
    var replaced: [String] = []
    var isReadOnly = false
    var isHeld = false
    var beforeRead: (@Sendable (Int) -> Void)?
  }

  private let state = Mutex(State())

  var reads: Int { state.withLock { $0.reads } }
  /// The paths that were written by the code under test, in order.
  var replaced: [String] { state.withLock { $0.replaced } }

  subscript(path: String) -> String? {
    get {
      state.withLock { state in state.files[path].map { String(decoding: $0, as: UTF8.self) } }
    }
    set { state.withLock { $0.files[path] = newValue.map { Array($0.utf8) } } }
  }

  func fail(_ path: String, _ reason: String) { state.withLock { $0.failures[path] = reason } }
  func makeReadOnly() { state.withLock { $0.isReadOnly = true } }
  func makeWritable() { state.withLock { $0.isReadOnly = false } }

  /// Another process holds every file, and doesn't let go.
  func holdAll() { state.withLock { $0.isHeld = true } }

  func hold(_ path: String) -> FileHold { state.withLock { $0.isHeld ? .anothers : .unavailable } }

  /// What another process does before a read, which are counted from 1.
  func before(read work: @escaping @Sendable (Int) -> Void) {
    state.withLock { $0.beforeRead = work }
  }

  func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
    let (number, work) = state.withLock { state in
      state.reads += 1
      return (state.reads, state.beforeRead)
    }
    work?(number)
    let (bytes, failure) = state.withLock { ($0.files[path], $0.failures[path]) }
    if let failure { throw FileReadingError(reason: failure) }
    return bytes
  }

  func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError) {
    let isReadOnly = state.withLock { state in
      if !state.isReadOnly {
        state.files[path] = contents
        state.replaced.append(path)
      }
      return state.isReadOnly
    }
    if isReadOnly { throw FileReadingError(reason: "Read-only file system") }
  }
}
