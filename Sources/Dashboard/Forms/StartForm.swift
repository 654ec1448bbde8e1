import RDSExports
import Tracking

/// The form that starts an export: text fields, checked as they are typed.
public struct StartForm: Sendable {
  public typealias Field = FieldProblem.Field

  /// Where the export would be started, and that site as the form shows it.
  public private(set) var site: SiteID
  public private(set) var shown: Site
  public var fields: [Field: TextField]
  public var focus: Field
  /// Fields that the user has left or that were submitted: their problems are shown.
  public var touched: Set<Field> = []
  /// The ticket of the request that is under way; the form can't be changed meanwhile.
  public var ticket: Int?
  /// What AWS answered to the last try, and the field that it concerns.
  public var refusal: (field: Field?, message: String)?
  /// Whether the last key asked for the summary that has to be confirmed.
  public var isConfirming = false
  /// Monotonic; keys typed before it are not for this form.
  public var openedAt: Duration
  /// The task that it was cloned from.
  public var clonedFrom: String?

  public init(site: SiteID, shown: Site, openedAt: Duration) {
    self.site = site
    self.shown = shown
    self.openedAt = openedAt
    fields = [:]
    for field in Field.allCases { fields[field] = TextField() }
    focus = .exportTaskIdentifier
  }

  /// The request as it stands, without blanks around it; ExportOnly is split at blanks and commas.
  public var request: StartExportTaskRequest {
    StartExportTaskRequest(
      exportTaskIdentifier: text(.exportTaskIdentifier), sourceArn: text(.sourceArn),
      s3BucketName: text(.s3BucketName), iamRoleArn: text(.iamRoleArn),
      kmsKeyId: text(.kmsKeyId), s3Prefix: text(.s3Prefix).isEmpty ? nil : text(.s3Prefix),
      exportOnly: text(.exportOnly).split { $0.isWhitespace || $0 == "," }.map(String.init))
  }

  /// A field's text without the blanks around it, which come with a paste.
  func text(_ field: Field) -> String {
    let text = fields[field]?.text ?? ""
    guard let first = text.firstIndex(where: { !$0.isWhitespace }),
      let last = text.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(text[first...last])
  }

  /// The export would be started elsewhere: whatever was agreed to has to be agreed to anew.
  mutating func move(to site: SiteID, _ shown: Site) {
    guard self.site != site || self.shown != shown else { return }
    if self.site != site {
      let (_, now) = Site.words(self.shown, shown)
      refusal = (nil, "this would be started in \(now) now: look at every field again")
    }
    self.site = site
    self.shown = shown
    isConfirming = false
  }

  /// Nothing has been typed.
  var isBlank: Bool { Field.allCases.allSatisfy { text($0).isEmpty } }
}
