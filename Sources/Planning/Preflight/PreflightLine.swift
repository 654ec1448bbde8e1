import RDSExports

/// One line of a pre-flight.
public struct PreflightLine: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    case pass
    /// AWS takes it, but it may not be what is wanted.
    case warning
    /// AWS would refuse the export, or fail it.
    case fail
    case notChecked(because: String)
    /// AWS is being asked, or has to be.
    case checking
  }

  public var check: PreflightCheck
  public var outcome: Outcome
  /// What was found, in a whole sentence.
  public var sentence: String
  /// What to do about it; nil where nothing has to be done.
  public var fix: String?
  /// Of what was not checked because the caller may not ask: the action that IAM would have to allow.
  public var denied: String?

  /// The field that it is about; nil for the whole.
  public var subject: FieldProblem.Field? { check.subject }
}

/// What a pre-flight looks at, by names that stay the same: programs read them.
public enum PreflightCheck: String, CaseIterable, Hashable, Sendable {
  case identifierForm = "identifier-form"
  case identifierFree = "identifier-free"
  case identifierDate = "identifier-date"
  case sourceForm = "source-form"
  case sourceRegion = "source-region"
  case sourceOwner = "source-owner"
  case sourceFound = "source-found"
  case sourceAvailable = "source-available"
  case sourceExportable = "source-exportable"
  case sourceKey = "source-key"
  case sourceIdle = "source-idle"
  case exportOnlyForm = "export-only-form"
  case exportOnlyEngine = "export-only-engine"
  case slotFree = "slot-free"
  case bucketForm = "bucket-form"
  case bucketFound = "bucket-found"
  case bucketRegion = "bucket-region"
  case bucketOwner = "bucket-owner"
  case bucketPrivate = "bucket-private"
  case bucketUnlocked = "bucket-unlocked"
  case prefixForm = "prefix-form"
  case prefixKept = "prefix-kept"
  case roleForm = "role-form"
  case roleAccount = "role-account"
  case roleFound = "role-found"
  case roleTrust = "role-trust"
  case rolePassed = "role-passed"
  case roleWrites = "role-writes"
  case keyForm = "key-form"
  case keyRegion = "key-region"
  case keyFound = "key-found"
  case keyEnabled = "key-enabled"
  case keySymmetric = "key-symmetric"
  case keyOwner = "key-owner"

  public var subject: FieldProblem.Field? {
    switch self {
    case .identifierForm, .identifierFree, .identifierDate: .exportTaskIdentifier
    case .sourceForm, .sourceRegion, .sourceOwner, .sourceFound, .sourceAvailable,
      .sourceExportable, .sourceKey,
      .sourceIdle:
      .sourceArn
    case .exportOnlyForm, .exportOnlyEngine: .exportOnly
    case .slotFree: nil
    case .bucketForm, .bucketFound, .bucketRegion, .bucketOwner, .bucketPrivate, .bucketUnlocked:
      .s3BucketName
    case .prefixForm, .prefixKept: .s3Prefix
    case .roleForm, .roleAccount, .roleFound, .roleTrust, .rolePassed, .roleWrites: .iamRoleArn
    case .keyForm, .keyRegion, .keyFound, .keyEnabled, .keySymmetric, .keyOwner: .kmsKeyId
    }
  }

  /// Whether what it finds is over once other exports have ended.
  public var passesByItself: Bool { self == .slotFree || self == .sourceIdle }

  /// What it asks: `whether` and the rest of a sentence.
  var question: String {
    switch self {
    case .identifierForm: "whether the identifier is one that AWS takes"
    case .identifierFree: "whether the identifier is free"
    case .identifierDate: "whether the identifier's date is its source's"
    case .sourceForm: "whether the source is an ARN that can be exported"
    case .sourceRegion: "whether the source is in this region"
    case .sourceOwner: "whether the source is this account's"
    case .sourceFound: "whether the source exists and can be exported"
    case .sourceAvailable: "whether the source is available"
    case .sourceExportable: "whether the source can be exported"
    case .sourceKey: "whether the key of the source can be used"
    case .sourceIdle: "whether another export of the source is running"
    case .exportOnlyForm: "whether the parts to export are named well"
    case .exportOnlyEngine: "whether the parts to export fit the source's engine"
    case .slotFree: "whether AWS has room for another export"
    case .bucketForm: "whether the bucket's name is one that S3 takes"
    case .bucketFound: "whether the bucket exists"
    case .bucketRegion: "whether the bucket is in this region"
    case .bucketOwner: "whether the bucket is this account's"
    case .bucketPrivate: "whether the bucket is closed to the public"
    case .bucketUnlocked: "whether the bucket locks what is written to it"
    case .prefixForm: "whether the prefix is one that AWS takes"
    case .prefixKept: "whether AWS keeps the prefix as it is"
    case .roleForm: "whether the role is an ARN"
    case .roleAccount: "whether the role is this account's"
    case .roleFound: "whether the role exists and lets RDS assume it"
    case .roleTrust: "whether the role lets RDS assume it"
    case .rolePassed: "whether you may pass the role to RDS"
    case .roleWrites: "whether the role may write to the bucket"
    case .keyForm: "whether the key is one that KMS could have"
    case .keyRegion: "whether the key is in this region"
    case .keyFound: "whether the key exists and can be used"
    case .keyEnabled: "whether the key is enabled"
    case .keySymmetric: "whether the key is symmetric"
    case .keyOwner: "whether the key is one that an export can use"
    }
  }
}
