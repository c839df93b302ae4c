console.log('relvar');
