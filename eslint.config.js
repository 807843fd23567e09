import tseslint from 'typescript-eslint';

// Few rules, each against a mistake that has cost somebody data or a night; layout is the writer's. The project's own
// rules are tests (test/tidy), where they can say how to mend what they find.
export default tseslint.config(
  { ignores: ['node_modules/', '.build/', 'data/', 'coverage/'] },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx', 'test/**/*.ts', 'test/**/*.tsx', 'town/**/*.ts', 'bench/**/*.ts', '*.ts'],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // A promise nobody waits for loses its error, and its order against the commit.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false, arguments: false, properties: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      // Wrong states unsayable: no way around the types, no forgotten variant.
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true, allowNullish: true }],
      'eqeqeq': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-console': ['error', { allow: ['error'] }],
      'no-control-regex': 'off',
    },
  },
  // Tests say what must be there; where it is not, they fail.
  { files: ['**/*.test.ts', 'test/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['bench/**', 'town/**', 'test/**', '**/*.test.ts', '**/command.ts', '**/*-command.ts', 'src/run.ts'], rules: { 'no-console': 'off' } },
  { files: ['bin/**/*.mjs'], rules: { 'eqeqeq': 'error', 'no-var': 'error', 'prefer-const': 'error', 'no-eval': 'error' } },
);
