import * as z from 'zod';
import { functions, resourcesOf } from './_template.ts';

const many = <T extends z.ZodType>(one: T) =>
  z.union([z.array(one), one.transform((single) => [single])]);

const Policy = z.object({
  PolicyDocument: z.object({
    Statement: z.array(
      z.object({
        Effect: z.literal('Allow'),
        Action: many(z.string()),
        Resource: many(z.unknown()),
      }),
    ),
  }),
  Roles: z.array(z.object({ Ref: z.string() })),
});

/** Every statement of the policies in `dev`, with the role that it is for. */
export const statements = resourcesOf('dev', 'AWS::IAM::Policy').flatMap(({ Properties }) => {
  const { PolicyDocument, Roles } = Policy.parse(Properties);
  return Roles.flatMap(({ Ref: role }) =>
    PolicyDocument.Statement.map(({ Action, Resource }) => ({
      role,
      actions: Action,
      resources: Resource.map((resource) => JSON.stringify(resource)),
    })),
  );
});

/** What a function of `dev` is allowed. */
export function statementsOf(name: string) {
  const role = functions().get(name)?.role;
  return statements.filter((statement) => statement.role === role);
}
