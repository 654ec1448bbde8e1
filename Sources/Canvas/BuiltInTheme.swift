extension Theme {
  /// The theme that is there without any file: the terminal's own sixteen colours on its own
  /// background, and attributes that tell everything apart where there are no colours.
  public static let builtIn = Theme(name: "default", roles: builtInRoles)

  private static let builtInRoles: [Role: Appearance] = {
    var roles = Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0, Appearance()) })
    for (role, appearance) in builtInAppearances { roles[role] = appearance }
    return roles
  }()

  private static let builtInAppearances: [(Role, Appearance)] = [
    (.textMuted, Appearance(attributes: .dim)),
    (.textStrong, Appearance(attributes: .bold)),

    (.title, Appearance(foreground: cyan, attributes: .bold)),
    (.titleContext, Appearance(attributes: .bold)),
    (.columnHeader, Appearance(attributes: [.bold, .underline])),
    (.columnSorted, Appearance(foreground: cyan, attributes: [.bold, .underline])),

    (.rowSelected, Appearance(attributes: .reverse)),
    (.rowMarked, Appearance(foreground: yellow, attributes: .bold)),
    (.rowLeaving, Appearance(attributes: .dim)),

    (.statusStarting, Appearance(foreground: cyan)),
    (.statusRunning, Appearance(foreground: green)),
    (.statusStalled, Appearance(foreground: yellow, attributes: .bold)),
    (.statusCanceling, Appearance(foreground: magenta)),
    (.statusCanceled, Appearance(attributes: .dim)),
    (.statusComplete, Appearance(foreground: green)),
    (.statusWarning, Appearance(foreground: yellow, attributes: .bold)),
    (.statusFailed, Appearance(foreground: red, attributes: .bold)),
    (.statusUnknown, Appearance(foreground: magenta, attributes: .bold)),

    (.progressFill, Appearance(foreground: green, background: .terminal)),
    (.progressEmpty, Appearance(background: .terminal, attributes: .dim)),
    (.slotUsed, Appearance(foreground: yellow)),
    (.slotFree, Appearance(attributes: .dim)),

    (.ageLive, Appearance(foreground: green)),
    (.ageStale, Appearance(foreground: yellow, attributes: .bold)),
    (.agePaused, Appearance(foreground: magenta, attributes: .bold)),

    (.paneRule, Appearance(attributes: .dim)),
    (.paneTitle, Appearance(attributes: .bold)),
    (.tabActive, Appearance(attributes: [.bold, .underline])),
    (.tabInactive, Appearance(attributes: .dim)),
    (.fieldLabel, Appearance(foreground: cyan)),

    (.inputText, Appearance(attributes: .underline)),
    (.inputFocused, Appearance(attributes: [.bold, .underline])),
    (.inputError, Appearance(foreground: red, attributes: [.bold, .underline])),
    (.inputPlaceholder, Appearance(attributes: [.dim, .underline])),
    (.match, Appearance(foreground: yellow, attributes: [.bold, .underline])),

    (.hintKey, Appearance(foreground: cyan, attributes: .bold)),
    (.hintText, Appearance()),
    (.hintDisabled, Appearance(attributes: .dim)),

    (.dialogTitle, Appearance(foreground: cyan, attributes: .bold)),
    (.dialogDanger, Appearance(foreground: red, attributes: [.bold, .reverse])),

    (.toastInfo, Appearance(foreground: cyan, attributes: .reverse)),
    (.toastSuccess, Appearance(foreground: green, attributes: .reverse)),
    (.toastWarning, Appearance(foreground: yellow, attributes: .reverse)),
    (.toastError, Appearance(foreground: red, attributes: [.bold, .reverse])),
  ]

  private static let red = Colour.indexed(1)
  private static let green = Colour.indexed(2)
  private static let yellow = Colour.indexed(3)
  private static let magenta = Colour.indexed(5)
  private static let cyan = Colour.indexed(6)
}
