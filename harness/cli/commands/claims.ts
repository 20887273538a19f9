import { Option } from 'commander';
import { services, waysOfTesting } from '../../core/claim.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import type { ClaimFilter } from '../catalogue/claim-table.ts';
import { defineCommand, wholeNumber } from '../define-command.ts';
import { documentOf, documentOption } from '../document-option.ts';

export default defineCommand({
  declare: (program) =>
    documentOption(program)
      .summary('list what the document claims, and how each claim can be tested')
      .description(
        'Lists the catalogue: every statement of the planning document with a figure, in words of our own, with the place where it stands. ' +
          'With an id it shows all that is known of that claim.',
      )
      .argument('[id]', 'a claim, such as l1-users-150')
      .addOption(new Option('-l, --level <n>', 'only those of a level').argParser(wholeNumber(1, 5)))
      .addOption(new Option('-s, --service <name>', 'only those about a service').choices([...services]))
      .addOption(
        new Option('-t, --tested <way>', 'only those tested in this way').choices([...waysOfTesting]),
      )
      .option('-k, --kind <name>', 'only those of a kind, such as trigger or price-total')
      .option('--search <words>', 'only those that hold all these words')
      .option('--json', 'list as JSON')
      .addOption(
        new Option(
          '--check',
          'hold the catalogue against the document: every citation, every figure, every number of it',
        ).conflicts(['accept', 'json']),
      )
      .addOption(
        new Option(
          '--accept',
          'after the catalogue was mended: keep the document of today as what it was written from',
        ),
      )
      .addHelpText(
        'after',
        `
Ways of testing:
  load           a run of traffic: capacity verify
  audit          the document alone: capacity audit
  probe          a one-off check on a running level
  stand-in       only against a simulated dependency
  not-testable   not as it is written; it says why, and what would make it testable

Exit codes of --check: 0 all agrees, 1 something does not, 64 no document is at hand

Examples:
  capacity claims --level 4 --tested load
  capacity claims --service whatsapp
  capacity claims l4-price-total
  capacity claims --check --document plan.md`,
      ),
  async run(options, [id], { output, environment }) {
    const { loadCatalogue } = await import('../../run/catalogue.ts');
    const { acceptDocument, checkDocument } = await import('../catalogue/check-document.ts');
    const { listClaims, showClaim, staleIn } = await import('../catalogue/list-claims.ts');
    const claims = loadCatalogue();
    const document = documentOf(options, environment);
    if (options.accept === true) return acceptDocument(document, claims, output);
    if (options.check === true) return checkDocument(document, claims, output);
    const listing = {
      ...{ claims, stale: staleIn(document, claims), json: options.json === true, output },
      width: environment.interactive ? environment.columns : null,
    };
    if (id === undefined) listClaims(listing, options as ClaimFilter);
    else showClaim(listing, id);
    return ExitCode.holds;
  },
});
