extension Tape {
  /// A sublayer with its residual connection and norm: norm(x + f(x)) as in Vaswani et al. 2017, or
  /// x + f(norm(x)) for models that normalise before (Xiong et al. 2020).
  func sublayer(
    _ x: Variable, _ norm: Norm, normalizesBefore: Bool, _ body: (Variable) -> Variable
  ) -> Variable {
    keepingResult {
      normalizesBefore ? residual(x, body(self.norm(x, norm))) : residualNorm(x, body(x), norm)
    }
  }
}
