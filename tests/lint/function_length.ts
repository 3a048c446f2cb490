/** House rule: a function longer than FUNCTION_LINES_MAX is split, never allowed. */
export const FUNCTION_LINES_MAX = 40;

const DATA = /\.(gen|data)\.ts$/;

function check(context: Deno.lint.RuleContext, node: Deno.lint.Node): void {
  if (DATA.test(context.filename)) return;
  const lines = context.sourceCode.getText(node).split("\n").length;
  if (lines <= FUNCTION_LINES_MAX) return;
  context.report({
    node,
    message: `Function has ${lines} lines; split it, ${FUNCTION_LINES_MAX} is the most`,
  });
}

const plugin: Deno.lint.Plugin = {
  name: "parley",
  rules: {
    "function-length": {
      create(context) {
        return {
          FunctionDeclaration: (node) => check(context, node),
          FunctionExpression: (node) => check(context, node),
          ArrowFunctionExpression: (node) => check(context, node),
        };
      },
    },
  },
};

export default plugin;
